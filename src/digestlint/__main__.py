"""``python -m digestlint``."""

from digestlint.start import main

if __name__ == "__main__":
    main()

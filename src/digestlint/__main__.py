"""``python -m digestlint``."""

from digestlint.cli import main

if __name__ == "__main__":
    main(prog_name="digestlint")

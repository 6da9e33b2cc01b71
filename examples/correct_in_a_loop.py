"""Has a post written, and corrected until nothing is wrong with it.

A language model, or whoever writes, takes the place of ``ask``: here the answers are made up.
"""

from collections.abc import Callable
from pathlib import Path

import digestlint


def write(ask: Callable[[str], str], request: str, path: str, attempts: int = 5) -> str:
    """A clean post, to be put at ``path``. Raises RuntimeError where there is none in the end."""
    prompt = request
    for _ in range(attempts):
        text = digestlint.fix(ask(prompt), path=path)
        found = digestlint.lint(text, path=path)
        if not found:
            return text
        wrong = "\n".join(f"line {each.start.line}: {each.message}" for each in found)
        prompt = f"{request}\n\nYou wrote:\n\n{text}\n\nPlease correct this:\n{wrong}"
    raise RuntimeError(f"after {attempts} attempts this is still wrong:\n{wrong}")


if __name__ == "__main__":
    post = Path(__file__).with_name("_posts") / "2023-05-24-daily-papers-20230524.md"
    good = post.read_text(encoding="utf-8")
    better = good.replace("overview/2305.13048", "overview/2305.13408").replace("## Re", "##Re", 1)
    worse = better.replace("layout: post\n", "").replace(".\n", ".  \n")
    answers = iter([worse, better, good])

    def ask(prompt: str) -> str:
        """The next answer, after the end of the prompt was shown."""
        print(prompt.rpartition("\n\n")[2])
        return next(answers)

    text = write(ask, "Sum up the papers of 2023-05-24.", f"_posts/{post.name}")
    print(f"Clean: {len(text)} characters.")

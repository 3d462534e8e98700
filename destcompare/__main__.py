"""`python -m destcompare` and the console script."""

import gc
import sys


def main() -> None:
    """Run the command line of this process."""
    gc.set_threshold(
        50_000
    )  # starting makes many objects that all stay: looking through them again and again costs a tenth
    from destcompare.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()

"""`python -m destcompare` and the console script."""

import sys


def main() -> None:
    """Run the command line of this process."""
    from destcompare.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()

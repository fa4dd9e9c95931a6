"""`python -m jaicp` is the same program as `jaicp`."""

from jaicp.cli.main import main

if __name__ == "__main__":
    main()

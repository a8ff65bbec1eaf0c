import sys

from xlsx_parser.run import main

if __name__ == "__main__":
    main(sys.argv[1:])

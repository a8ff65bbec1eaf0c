from rounds.cli import main

main()

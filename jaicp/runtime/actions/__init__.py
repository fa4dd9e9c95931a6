"""Action tags in a program: the states behind them, and the JavaScript that some of them need."""

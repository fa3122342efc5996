"""Parts of screens. A widget is given its data and says what happens to it; it does not know the app."""

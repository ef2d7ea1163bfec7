"""Who gets through which door: every route, asked by everybody who could ask."""

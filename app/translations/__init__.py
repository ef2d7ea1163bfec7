"""The catalogues: Vietnamese stands in the source, English and Russian here.

`python -m app.translations` compiles what has changed; `… extract` renews the
catalogues from the source (for developers, with Babel's extractor).
"""

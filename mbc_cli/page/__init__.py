"""The whole reference as one page for a browser: its data packed in, and the rules of `mbc options` in JavaScript."""

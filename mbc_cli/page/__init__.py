"""The whole reference as one page for a browser: the data packed into it, the rules of `mbc options` in JavaScript."""

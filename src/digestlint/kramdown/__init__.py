"""kramdown 2 with GFM input, the dialect in which Jekyll publishes, as far as checks need it.

Follows kramdown's own parsers (kramdown/parser/kramdown/*.rb, kramdown/parser/html.rb and
kramdown/parser/gfm.rb of kramdown 2.4); a slow test compares the two.
"""

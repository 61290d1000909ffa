package io.mxfail.adapter.yaml;

/// Where something stands in a file.
///
/// @param line from 1; 0 is the whole file
/// @param column from 1
record Place(Source source, int line, int column) {
    Place right(int characters) {
        return new Place(source, line, column + characters);
    }
}

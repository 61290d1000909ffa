package io.mxfail.real;

/// Which packets of a [FreezingProxy] count.
public enum Way {
    TO_SERVER,
    TO_CLIENT,
    EITHER;

    boolean includes(Way way) {
        return this == EITHER || this == way;
    }
}

package io.mxfail.wire.http;

/// A JSON request as a command of `curl`, for a shell. The secret comes from a variable by way of a
/// file descriptor, so that it is in no script, no history and no list of processes.
public final class CurlScript {
    private static final String HEADER = "MXFAIL_HEADER";
    private static final String BODY = "MXFAIL_BODY";

    private CurlScript() {}

    /// The command.
    ///
    /// @param method and address of the request
    /// @param header with the variable that holds the secret: `X-API-Key: $PDNS_API_KEY`
    /// @param variable that one, without the dollar
    /// @param json what is sent
    public static String of(
            String method, String url, String header, String variable, String json) {
        return """
        : "${%s:?is not set}"
        curl -sS --fail-with-body --max-time 30 -X %s '%s' \\
          -H 'Content-Type: application/json' -K /dev/fd/3 --data-binary @/dev/fd/4 \\
          3<<%s 4<<'%s'
        header = "%s"
        %s
        %s
        %s
        """
                .formatted(
                        variable,
                        method,
                        url.replace("'", "%27"),
                        HEADER,
                        BODY,
                        header,
                        HEADER,
                        json,
                        BODY);
    }
}

package io.mxfail.adapter.zonefile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/// The new file, beside the old one until it takes its place; with the same owner, group and mode.
record Replacement(Path file) implements AutoCloseable {
    /// @throws IOException where it cannot be written, or not with the same owner
    static Replacement beside(Path old, String content) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(old, PosixFileAttributes.class);
        Path file =
                Files.createTempFile(old.getParent(), "." + old.getFileName() + ".", ".mxfail-new");
        var replacement = new Replacement(file);
        try {
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.ISO_8859_1));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            PosixFileAttributeView view =
                    Files.getFileAttributeView(file, PosixFileAttributeView.class);
            PosixFileAttributes now = view.readAttributes();
            if (!now.owner().equals(attributes.owner())) {
                view.setOwner(attributes.owner());
            }
            if (!now.group().equals(attributes.group())) {
                view.setGroup(attributes.group());
            }
            view.setPermissions(attributes.permissions());
            return replacement;
        } catch (IOException | RuntimeException e) {
            replacement.close();
            throw e;
        }
    }

    /// Takes it away where it did not take the old one's place. One that stays behind is a leftover
    /// and no failure of the write, which may have been made.
    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // nothing reads it: its name begins with a dot and ends in no zone's
        }
    }
}

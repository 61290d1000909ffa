import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs google-java-format over every source below a folder: `check` names the files that are not
/// formatted and fails, `apply` rewrites them. Called by the build; see CONTRIBUTING.
public final class Format {
    private static final int COLUMNS = 100;

    public static void main(String[] args) throws Exception {
        boolean apply = args[0].equals("apply");
        List<String> command = new ArrayList<>();
        command.add("--aosp");
        if (apply) {
            command.add("--replace");
        } else {
            command.add("--dry-run");
            command.add("--set-exit-if-changed");
        }
        List<Path> sources;
        try (var files = Files.walk(Path.of(args[1]))) {
            sources = files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
        for (Path source : sources) {
            if (apply) {
                wrapDocumentation(source);
            }
            command.add(source.toString());
        }
        var out = new PrintWriter(System.out, true);
        var err = new PrintWriter(System.err, true);
        int exit = new Main(out, err, System.in).format(command.toArray(String[]::new));
        if (exit != 0 && !apply) {
            err.println("The files above are not formatted. Run: mvn -q process-sources -Dformat=apply");
        }
        System.exit(exit);
    }

    /// google-java-format breaks a long `///` line as it would a `//` line, and the rest is
    /// documentation no more. So such lines are wrapped before it sees them, and those that it once
    /// broke are mended.
    private static void wrapDocumentation(Path source) throws IOException {
        List<String> before = Files.readAllLines(source);
        List<String> after = new ArrayList<>();
        for (String line : before) {
            String text = line.strip();
            boolean broken = text.matches("//( .*)?") && !after.isEmpty() && after.getLast().strip().startsWith("///");
            String rest = broken ? line.replaceFirst("//", "///") : line;
            while (text.startsWith("//") && rest.strip().startsWith("///") && rest.length() > COLUMNS) {
                int from = rest.indexOf("///") + 4;
                int blank = rest.lastIndexOf(' ', COLUMNS);
                if (blank < from) {
                    break;
                }
                after.add(rest.substring(0, blank).stripTrailing());
                rest = rest.substring(0, from) + rest.substring(blank + 1);
            }
            after.add(rest);
        }
        if (!after.equals(before)) {
            Files.write(source, after);
        }
    }
}

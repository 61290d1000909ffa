import com.google.googlejavaformat.java.Main;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs google-java-format over every source below a folder: `check` names the files that are not
/// formatted and fails, `apply` rewrites them. Called by the build; see CONTRIBUTING.
public final class Format {
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
        try (var files = Files.walk(Path.of(args[1]))) {
            files.map(Path::toString).filter(f -> f.endsWith(".java")).sorted().forEach(command::add);
        }
        var out = new PrintWriter(System.out, true);
        var err = new PrintWriter(System.err, true);
        int exit = new Main(out, err, System.in).format(command.toArray(String[]::new));
        if (exit != 0 && !apply) {
            err.println("The files above are not formatted. Run: mvn -q process-sources -Dformat=apply");
        }
        System.exit(exit);
    }
}

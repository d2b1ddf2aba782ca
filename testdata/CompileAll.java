import java.nio.file.*;
import java.util.*;
import javax.tools.*;

/**
 * Runs javac many times in one process. Each line of standard input is one run: an output directory, its
 * options and its sources, with tabs between the three and spaces inside. Class files that stand in the
 * output directory already are on the class path.
 */
public class CompileAll {
    public static void main(String[] args) throws Exception {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        int failures = 0;
        for (String line : new String(System.in.readAllBytes(), "UTF-8").split("\n")) {
            String[] fields = line.split("\t");
            List<String> options = new ArrayList<>(List.of("-d", fields[0], "-cp", fields[0], "-nowarn", "-XDsuppressNotes", "-proc:none"));
            if (!fields[1].isEmpty()) options.addAll(List.of(fields[1].split(" ")));
            try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
                var sources = files.getJavaFileObjects(fields[2].split(" "));
                if (!javac.getTask(null, files, null, options, null, sources).call()) failures++;
            }
        }
        System.exit(failures == 0 ? 0 : 1);
    }
}

// Starting programs: output, exit codes, environment, directory, redirection, errors, handles.
import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.TimeUnit;

public class ProcessesBasics {
    static void run(String what, ProcessBuilder builder) {
        try {
            Process p = builder.start();
            p.getOutputStream().close();
            String out = new String(p.getInputStream().readAllBytes()).trim(), err = new String(p.getErrorStream().readAllBytes()).trim();
            System.out.println(what + ": out=" + out + " err=" + err + " exit=" + p.waitFor() + " alive=" + p.isAlive());
        } catch (Exception e) {
            System.out.println(what + ": " + e + " caused by " + e.getCause());
        }
    }

    public static void main(String[] args) throws Exception {
        run("echo", new ProcessBuilder("echo", "a b", "", "c\"d'"));
        run("missing", new ProcessBuilder("/no/such/program"));
        run("missing on path", new ProcessBuilder("no-such-program-here"));
        run("not executable", new ProcessBuilder("/etc/passwd"));
        run("directory", new ProcessBuilder("pwd").directory(new File("/usr")));
        run("missing directory", new ProcessBuilder("pwd").directory(new File("/no/such")));
        ProcessBuilder env = new ProcessBuilder("env");
        env.environment().clear();
        env.environment().put("A", "é b");
        run("environment", env);
        run("streams", new ProcessBuilder("sh", "-c", "echo x >&2; echo y; exit 3"));
        run("merged", new ProcessBuilder("sh", "-c", "echo x >&2; echo y; exit 3").redirectErrorStream(true));
        run("signal", new ProcessBuilder("sh", "-c", "kill -9 $$"));
        Files.writeString(Path.of("in.txt"), "from a file\n");
        ProcessBuilder files = new ProcessBuilder("cat", "-").redirectInput(new File("in.txt")).redirectOutput(new File("out.txt"));
        run("to file", files);
        files.redirectOutput(ProcessBuilder.Redirect.appendTo(new File("out.txt")));
        run("append", files);
        System.out.println(Files.readAllLines(Path.of("out.txt")));
        System.out.flush();
        System.out.println(new ProcessBuilder("echo", "inherited").inheritIO().start().waitFor());
        Process cat = new ProcessBuilder("cat").start();
        try (Writer w = cat.outputWriter()) {
            w.write("to cat and back");
        }
        System.out.println(cat.inputReader().readLine() + " " + cat.waitFor(10, TimeUnit.SECONDS) + " " + cat.exitValue());
        Process sleep = new ProcessBuilder("sleep", "100").start();
        ProcessHandle handle = sleep.toHandle();
        System.out.println(sleep.isAlive() + " " + handle.parent().get().equals(ProcessHandle.current()) + " " + handle.info().command().get().endsWith("sleep")
            + " " + Arrays.toString(handle.info().arguments().get()) + " " + handle.supportsNormalTermination());
        System.out.println(ProcessHandle.current().children().anyMatch(handle::equals));
        try {
            sleep.exitValue();
        } catch (IllegalThreadStateException e) {
            System.out.println(e);
        }
        System.out.println(sleep.waitFor(10, TimeUnit.MILLISECONDS));
        sleep.destroy();
        System.out.println(sleep.waitFor() + " " + handle.onExit().get().isAlive());
        List<Process> pipeline = ProcessBuilder.startPipeline(List.of(new ProcessBuilder("printf", "c\\na\\nb\\n"), new ProcessBuilder("sort")));
        System.out.println(new String(pipeline.get(1).getInputStream().readAllBytes()).replace("\n", ","));
        System.out.println(Runtime.getRuntime().exec(new String[] {"true"}).waitFor() + " " + (ProcessHandle.current().pid() == Long.parseLong(new File("/proc/self").getCanonicalFile().getName())));
        System.out.println(System.getenv("PATH").equals(System.getenv().get("PATH")) + " " + System.getenv("NO_SUCH_VARIABLE"));
    }
}

// java.lang.System and Runtime: properties, streams, environment, array copies, process facts that are fixed.
// flags: -Dcortado.test=yes -Dempty= -Dspaced=a=b
import java.io.*;
import java.util.*;

public class SystemBasics {
    public static void main(String[] args) throws Exception {
        System.out.println(System.getProperty("cortado.test") + " [" + System.getProperty("empty") + "] " + System.getProperty("spaced") + " " + System.getProperty("none") + " " + System.getProperty("none", "dflt"));
        for (String k : List.of("java.version", "java.vendor", "java.home", "java.class.path", "java.class.version", "java.io.tmpdir", "os.name", "os.arch", "user.dir", "user.home", "user.name", "java.vm.specification.version", "java.vm.specification.name", "java.vm.name", "java.runtime.version", "file.encoding", "sun.jnu.encoding", "java.vm.specification.vendor", "java.specification.name", "java.vendor.url", "java.library.path", "native.encoding", "java.vm.version", "java.vm.vendor")) {
            if (System.getProperty(k) == null) System.out.println("missing " + k);
        }
        System.out.println(System.getProperty("java.class.version") + " " + System.getProperty("os.name") + " " + System.getProperty("os.arch") + " " + System.getProperty("java.vm.specification.version") + " " + new File(System.getProperty("user.dir")).isAbsolute() + " " + Runtime.version().feature() + " " + System.getProperty("java.version").equals(Runtime.version().toString().split("\\+")[0]));
        System.out.println(System.getenv("PATH") != null ? "path" : "no path");
        System.out.println(System.getenv("NO_SUCH_VARIABLE_XYZ") + " " + System.getenv().containsKey("PATH"));
        try {
            System.getenv().put("a", "b");
        } catch (UnsupportedOperationException e) {
            System.out.println("read-only");
        }
        for (String k : new String[] {null, ""}) {
            try {
                System.getProperty(k);
            } catch (RuntimeException e) {
                System.out.println(e);
            }
        }
        PrintStream old = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true));
        System.out.print("captured");
        System.setOut(old);
        System.out.println(bytes + " " + System.out.checkError());
        System.setIn(new ByteArrayInputStream("in".getBytes()));
        System.out.println((char) System.in.read() + " " + (System.console() == null));
        Runtime rt = Runtime.getRuntime();
        System.out.println((rt.availableProcessors() > 0) + " " + (rt.totalMemory() > 0) + " " + (rt.maxMemory() >= rt.totalMemory()) + " " + (rt.freeMemory() >= 0 && rt.freeMemory() <= rt.totalMemory()));
        long a = System.nanoTime(), b = System.nanoTime();
        System.out.println((b >= a) + " " + (Math.abs(System.currentTimeMillis() - new Date().getTime()) < 1000));
        System.out.println(System.clearProperty("cortado.test") + " " + System.getProperty("cortado.test") + " " + System.getProperties().containsKey("java.home"));
        System.out.printf("%s%n", "printf");
        System.out.append('c').append("seq").append("sequence", 1, 3).println();
        System.out.write(65);
        System.out.write("bytes\n".getBytes());
        System.out.println(new char[] {'c', 'h'});
        System.out.println((Object) null);
        System.out.print(1L);
        System.out.print(1.5f);
        System.out.print('x');
        System.out.print(true);
        System.out.println();
        System.err.println("to standard error");
        System.out.println(ProcessHandle.current().pid() > 0);
        System.Logger log = System.getLogger("quiet");
        System.out.println(log.getName() + " " + log.isLoggable(System.Logger.Level.ERROR));
    }
}

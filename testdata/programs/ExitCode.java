// System.exit from another thread, finally blocks skipped, exit code masked by nothing.
// exit: 42
public class ExitCode {
    public static void main(String[] args) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook runs")));
        Thread t = new Thread(() -> {
            try {
                System.out.println("exiting");
                System.exit(42);
            } finally {
                System.out.println("never printed");
            }
        });
        t.start();
        t.join();
        System.out.println("never printed either");
    }
}

import java.util.concurrent.CyclicBarrier;

/** Classes that several threads link at the same time. */
public class LinkTogether {
    static class Loader extends ClassLoader {
        Class<?> define() throws Exception {
            try (var in = LinkTogether.class.getResourceAsStream("Mutate$Sample.class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(null, bytes, 0, bytes.length);
            }
        }
    }

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[0]);
        Class<?>[] classes = new Class<?>[rounds];
        for (int i = 0; i < rounds; i++) classes[i] = new Loader().define();
        CyclicBarrier meet = new CyclicBarrier(3);
        Thread[] threads = new Thread[3];
        for (int t = 0; t < threads.length; t++) {
            threads[t] = new Thread(() -> {
                for (Class<?> made : classes) {
                    try {
                        meet.await();
                        Class.forName(made.getName(), true, made.getClassLoader());
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) thread.join();
    }
}

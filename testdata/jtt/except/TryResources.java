// runs: (0)="body b a "; (1)="body b a b +a"; (2)="body b a thrown +b"
public class TryResources {
    static final StringBuilder log = new StringBuilder();

    static class R implements AutoCloseable {
        final String name;
        final boolean fail;

        R(String name, boolean fail) {
            this.name = name;
            this.fail = fail;
        }

        @Override public void close() {
            log.append(name).append(' ');
            if (fail) throw new RuntimeException(name);
        }
    }

    public static Object test(int n) {
        log.setLength(0);
        try (R a = new R("a", n == 1); R b = new R("b", n >= 1)) {
            log.append("body ");
            if (n == 2) throw new RuntimeException("thrown");
        } catch (RuntimeException e) {
            log.append(e.getMessage());
            for (Throwable s : e.getSuppressed()) log.append(" +").append(s.getMessage());
        }
        return log.toString();
    }
}

// finally: overriding returns, rethrow, nesting, break and continue through it.
public class FinallySemantics {
    static StringBuilder log = new StringBuilder();

    static int a() { try { return 1; } finally { log.append("a"); } }

    @SuppressWarnings("finally")
    static int b() { try { return 1; } finally { return 2; } }

    @SuppressWarnings("finally")
    static int c() { try { throw new RuntimeException("lost"); } finally { return 3; } }

    static int d() { int x = 1; try { return x; } finally { x = 99; } }

    static int[] e() { int[] x = {1}; try { return x; } finally { x[0] = 99; } }

    @SuppressWarnings("finally")
    static int f() { for (int i = 0; ; i++) { try { if (i < 5) continue; return i; } finally { if (i < 8) continue; log.append("f").append(i); break; } } return -1; }

    static String g(int n) {
        StringBuilder s = new StringBuilder();
        try {
            s.append("1");
            try {
                s.append("2");
                if (n == 1) throw new IllegalStateException("n1");
                if (n == 2) return s.append("r").toString();
                s.append("3");
            } catch (IllegalStateException x) {
                s.append("c");
                if (n == 1) throw new RuntimeException(x);
            } finally {
                s.append("f");
                if (n == 3) throw new UnsupportedOperationException();
            }
            s.append("4");
        } catch (UnsupportedOperationException x) {
            s.append("u");
        } catch (RuntimeException x) {
            s.append("R").append(x.getCause().getMessage());
        } finally {
            s.append("F");
            log.append(s).append(';');
        }
        return s.toString();
    }

    static void h() throws Exception { try { throw new Exception("first"); } finally { throw new Exception("second"); } }

    static long sync(Object lock) { synchronized (lock) { try { return System.identityHashCode(lock) == lock.hashCode() ? 1 : 0; } finally { synchronized (lock) { log.append("sync"); } } } }

    static int multi(int n) {
        try {
            if (n == 0) throw new java.io.IOException();
            if (n == 1) throw new IllegalArgumentException();
            Object o = n == 2 ? "s" : 1;
            return ((String) o).length();
        } catch (java.io.IOException | IllegalArgumentException x) {
            return x instanceof java.io.IOException ? -1 : -2;
        } catch (ClassCastException x) {
            return -3;
        }
    }

    public static void main(String[] args) throws Exception {
        System.out.println(a() + " " + b() + " " + c() + " " + d() + " " + e()[0] + " " + f());
        for (int n = 0; n < 4; n++) System.out.println(g(n));
        try {
            h();
        } catch (Exception x) {
            System.out.println(x.getMessage() + x.getSuppressed().length);
        }
        System.out.println(sync(new Object()) + " " + multi(0) + multi(1) + multi(2) + multi(3));
        outer:
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                try {
                    if (j == 1) continue outer;
                    if (i == 2) break outer;
                } finally {
                    log.append(i).append(j).append(' ');
                }
            }
        }
        System.out.println(log);
    }
}

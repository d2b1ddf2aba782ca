// runs: (10)=14; (10000)=5000
public class InterfaceLoop {
    interface Op {
        int apply(int x);
    }

    static class Half implements Op {
        public int apply(int x) { return x / 2; }
    }

    public static int test(int n) {
        Op[] ops = {x -> x + 1, x -> x * 2, new Half(), x -> x - 3};
        int v = n;
        for (int i = 0; i < n; i++) v = ops[i % 4].apply(v) & 0xffff;
        return v;
    }
}

// runs: (3)=325; (4)=426
public class StaticNested {
    static class Counter {
        static int total;
        int own;
        Counter() { total = 0; }
        void next() {
            own++;
            total++;
        }
    }

    public static int test(int n) {
        Counter a = new Counter(), b = new Counter();
        for (int i = 0; i < n; i++) {
            a.next();
            if (i % 2 == 0) b.next();
        }
        return a.own * 100 + b.own * 10 + Counter.total % 10;
    }
}

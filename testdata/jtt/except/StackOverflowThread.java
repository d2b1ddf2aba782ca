// runs: (9)=9
public class StackOverflowThread {
    static int deeper() {
        return deeper() + 1;
    }

    public static int test(int n) throws Exception {
        int[] r = {0};
        Thread t = new Thread(() -> {
            try {
                deeper();
            } catch (StackOverflowError e) {
                r[0] = n;
            }
        });
        t.start();
        t.join();
        return r[0];
    }
}

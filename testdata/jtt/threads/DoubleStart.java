// runs: (0)=!java.lang.IllegalThreadStateException
public class DoubleStart {
    public static int test(int n) throws Exception {
        Thread t = new Thread();
        t.start();
        t.join();
        t.start();
        return n;
    }
}

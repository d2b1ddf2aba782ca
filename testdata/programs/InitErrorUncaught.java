// A failing initialiser of the main class: the trace of ExceptionInInitializerError, exit code 1.
// exit: 1
public class InitErrorUncaught {
    static final int[] TABLE = fill(4);

    static int[] fill(int n) {
        int[] t = new int[n];
        for (int i = 0; i <= n; i++) t[i] = i;
        return t;
    }

    public static void main(String[] args) {
        System.out.println("never");
    }
}

// Throwing and catching: new and preallocated exceptions, deep and shallow, finally.
// args: 30000
public class Exceptions {
    static final class Fast extends RuntimeException {
        Fast() { super(null, null, false, false); }
    }

    static final Fast FAST = new Fast();

    static int depth(int n, int i) {
        if (n == 0) {
            if (i % 2 == 0) throw new IllegalStateException("x");
            throw FAST;
        }
        try {
            return depth(n - 1, i) + 1;
        } finally {
            cleanups++;
        }
    }

    static int cleanups;

    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]), caught = 0;
        int[] a = new int[10];
        for (int i = 0; i < n; i++) {
            try {
                depth(i % 12, i);
            } catch (IllegalStateException e) {
                caught += e.getMessage().length();
            } catch (Fast e) {
                caught += 2;
            }
            try {
                a[i % 20]++;
                caught += 100 / (i % 5);
            } catch (ArrayIndexOutOfBoundsException | ArithmeticException e) {
                caught++;
            }
        }
        System.out.println(caught + " " + cleanups + " " + a[3]);
    }
}

// runs: (0)="Requested array size exceeds VM limit"
public class OutOfMemory {
    public static Object test(int n) {
        try {
            if (n == 0) return new long[Integer.MAX_VALUE].length;
            if (n == 1) return new Object[1 << 20][1 << 20].length;
            return new byte[Integer.MAX_VALUE - 1].length;
        } catch (OutOfMemoryError e) {
            return e.getMessage();
        }
    }
}

// runs: (12, 10)=8; (-1, 255)=255; (-256, 255)=0; (0, -1)=0
public class LAnd {
    public static long test(long a, long b) {
        return a & b;
    }
}

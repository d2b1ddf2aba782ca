// runs: (0, 1, 2, 7L, -8L)=-8; (0, 1, 2, -8L, 7L)=7
public class LStore3 {
    public static long test(int p0, int p1, int p2, long v, long w) {
        v = w;
        return v;
    }
}

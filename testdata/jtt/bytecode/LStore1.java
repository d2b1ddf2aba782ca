// runs: (0, 7L, -8L)=-8; (0, -8L, 7L)=7
public class LStore1 {
    public static long test(int p0, long v, long w) {
        v = w;
        return v;
    }
}

// runs: (0, 1, 2, 7L)=7; (0, 1, 2, -8L)=-8
public class LLoad3 {
    public static long test(int p0, int p1, int p2, long v) {
        return v;
    }
}

// runs: (0, 1, 2, 7, -8)=-8; (0, 1, 2, -8, 7)=7
public class IStore3 {
    public static int test(int p0, int p1, int p2, int v, int w) {
        v = w;
        return v;
    }
}

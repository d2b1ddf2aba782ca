// runs: (0, 1, 7, -8)=-8; (0, 1, -8, 7)=7
public class IStore2 {
    public static int test(int p0, int p1, int v, int w) {
        v = w;
        return v;
    }
}

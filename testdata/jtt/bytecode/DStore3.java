// runs: (0, 1, 2, 7.5, -8.25)=-8.25; (0, 1, 2, -8.25, 7.5)=7.5
public class DStore3 {
    public static double test(int p0, int p1, int p2, double v, double w) {
        v = w;
        return v;
    }
}

// runs: (0, 1, 2, 3, 4, 5, 7.5, -8.25)=-8.25; (0, 1, 2, 3, 4, 5, -8.25, 7.5)=7.5
public class DStore {
    public static double test(int p0, int p1, int p2, int p3, int p4, int p5, double v, double w) {
        v = w;
        return v;
    }
}

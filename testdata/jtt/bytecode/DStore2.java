// runs: (0, 1, 7.5, -8.25)=-8.25; (0, 1, -8.25, 7.5)=7.5
public class DStore2 {
    public static double test(int p0, int p1, double v, double w) {
        v = w;
        return v;
    }
}

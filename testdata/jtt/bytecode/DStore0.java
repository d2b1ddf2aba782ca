// runs: (7.5, -8.25)=-8.25; (-8.25, 7.5)=7.5
public class DStore0 {
    public static double test(double v, double w) {
        v = w;
        return v;
    }
}

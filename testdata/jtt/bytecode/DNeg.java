// runs: (5.5)=-5.5; (0.0)=-0.0; (-0.0)=0.0; (Double.NaN)=NaN
public class DNeg {
    public static double test(double a) {
        return -a;
    }
}

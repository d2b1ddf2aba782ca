// runs: (0)=123456789012345; (1)=1.25e100; (2)=-1.5432098626543125e114
public class Ldc2W {
    public static double test(int n) {
        long l = 123456789012345L;
        double d = 1.25e100;
        return n == 0 ? l : n == 1 ? d : -l * d;
    }
}

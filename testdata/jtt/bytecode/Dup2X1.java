// runs: (3)=334; (-1)=-110
public class Dup2X1 {
    long f;

    public static long test(long n) {
        Dup2X1 x = new Dup2X1();
        long r = x.f = n;
        long s = x.f++;
        return r * 100 + s * 10 + x.f;
    }
}

// runs: (3, -4)=-12; (2147483647, 2)=-2; (-2147483648, -1)=-2147483648; (65536, 65536)=0
// runs: (46341, 46341)=-2147479015
public class IMul {
    public static int test(int a, int b) {
        return a * b;
    }
}

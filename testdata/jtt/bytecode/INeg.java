// runs: (5)=-5; (0)=0; (-2147483648)=-2147483648; (2147483647)=-2147483647
public class INeg {
    public static int test(int a) {
        return -a;
    }
}

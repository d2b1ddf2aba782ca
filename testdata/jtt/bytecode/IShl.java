// runs: (1, 31)=-2147483648; (1, 32)=1; (1, -1)=-2147483648; (3, 33)=6; (-1, 4)=-16
public class IShl {
    public static int test(int a, int b) {
        return a << b;
    }
}

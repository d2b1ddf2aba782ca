// runs: (0)=-31768; (2147483647)=2147451879
public class Wide {
    public static int test(int a) {
        a += 1000;
        a += -32768;
        return a;
    }
}

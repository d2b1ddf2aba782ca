// runs: (0)=-28; (2147483647)=2147483619; (-2147483648)=2147483620
public class IInc {
    public static int test(int a) {
        a++;
        a += 100;
        a += -128;
        a--;
        return a;
    }
}

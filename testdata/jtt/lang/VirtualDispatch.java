// runs: (5)=35; (1000)=64902
public class VirtualDispatch {
    static class Base { int v(int i) { return i; } }

    static class A extends Base { @Override int v(int i) { return i * 2; } }

    static class B extends A { @Override int v(int i) { return -i; } }

    static class C extends B { }

    public static int test(int n) {
        int s = 0;
        Base[] bs = {new Base(), new A(), new B(), new C(), new A()};
        for (int i = 0; i < n; i++) s = s * 3 % 100003 + bs[i % 5].v(i);
        return s;
    }
}

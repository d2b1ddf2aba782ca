package three;

public interface Says {
    default String say() { return "Says"; }
    default String g() { return "default g loses"; }
    String f();
}

// func trap()
TEXT ·trap(SB), 4, $0-0
	UNDEF

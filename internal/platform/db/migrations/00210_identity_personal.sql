-- +goose Up
-- Whoever could read customers or conversations so far goes on seeing personal data, until somebody decides otherwise.
UPDATE identity_roles SET grants = REPLACE(grants, '{', '{"personal.see":"all",')
    WHERE (grants LIKE '%"customer.read"%' OR grants LIKE '%"conversation.read"%') AND grants NOT LIKE '%"personal.see"%';
UPDATE identity_tokens SET grants = REPLACE(grants, '{', '{"personal.see":"all",')
    WHERE (grants LIKE '%"customer.read"%' OR grants LIKE '%"conversation.read"%') AND grants NOT LIKE '%"personal.see"%';

-- +goose Down
SELECT 1;
